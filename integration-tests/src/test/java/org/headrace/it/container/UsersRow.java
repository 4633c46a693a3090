package org.headrace.it.container;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A user's entity. */
@Entity
@Table(name = "users_rows")
public class UsersRow {

    @Id
    String id;

    protected UsersRow() {}

    UsersRow(String id) {
        this.id = id;
    }
}

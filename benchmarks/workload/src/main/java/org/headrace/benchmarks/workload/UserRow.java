package org.headrace.benchmarks.workload;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A user in the read model of {@link UserEntities}. */
@Entity
@Table(name = "benchmark_user_entities")
public class UserRow {

    @Id
    @Column(name = "user_id")
    private String id = "";

    private long events;
    private long amount;

    /** For JPA. */
    protected UserRow() {}

    UserRow(String id) {
        this.id = id;
    }

    void add(Touched event) {
        events++;
        amount += event.amount();
    }

    @Override
    public String toString() {
        return id + ": " + events + " events, " + amount;
    }
}

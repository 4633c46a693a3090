package org.headrace.it.container;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** A user's session bean; by default it joins the caller's transaction. */
@Stateless
public class UsersEjb {

    @Inject
    UsersRows rows;

    public void add(String id) {
        rows.add(id);
    }
}

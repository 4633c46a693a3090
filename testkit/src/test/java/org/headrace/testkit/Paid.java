package org.headrace.testkit;

/** An event of tests; public, since JSON-B looks at it. */
public record Paid(String customer, int amount) {}

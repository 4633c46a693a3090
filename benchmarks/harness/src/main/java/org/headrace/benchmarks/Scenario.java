package org.headrace.benchmarks;

import java.util.List;

/** A kind of work that is measured. */
public interface Scenario {

    /** What it is called on the command line. */
    String name();

    /** One line for the list of scenarios. */
    String description();

    /** How long its cells are measured where so much was asked for. */
    default Pace pace(Pace asked) {
        return asked;
    }

    /** Whether the database is to be able to count statements. */
    default boolean countsStatements() {
        return false;
    }

    /** What it needs is prepared; the cells are measured in order. */
    List<Cell> cells(Stage stage) throws Exception;
}

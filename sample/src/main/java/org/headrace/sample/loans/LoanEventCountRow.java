package org.headrace.sample.loans;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code loan_event_counts}, to be read. */
@Entity
@Table(name = "loan_event_counts")
public class LoanEventCountRow {

    @Id
    @Column(name = "event_type")
    private String eventType = "";

    private long events;

    String eventType() {
        return eventType;
    }

    long events() {
        return events;
    }
}

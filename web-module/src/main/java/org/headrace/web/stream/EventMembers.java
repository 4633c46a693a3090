package org.headrace.web.stream;

/** The names of an event's members in one naming, ready to be written. */
record EventMembers(
        String stream,
        String offset,
        String position,
        String eventId,
        String eventType,
        String key,
        String data,
        String metadata,
        String occurredAt,
        String recordedAt) {

    private static final EventMembers CAMEL = in(Naming.CAMEL);
    private static final EventMembers PASCAL = in(Naming.PASCAL);

    static EventMembers of(Naming naming) {
        return naming == Naming.CAMEL ? CAMEL : PASCAL;
    }

    private static EventMembers in(Naming naming) {
        return new EventMembers(
                "{" + naming.member("stream"),
                "," + naming.member("offset"),
                "," + naming.member("position"),
                "," + naming.member("eventId"),
                "," + naming.member("eventType"),
                "," + naming.member("key"),
                "," + naming.member("data"),
                "," + naming.member("metadata"),
                "," + naming.member("occurredAt"),
                "," + naming.member("recordedAt"));
    }
}

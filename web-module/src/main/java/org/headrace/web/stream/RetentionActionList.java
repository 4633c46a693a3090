package org.headrace.web.stream;

import java.util.List;

/** What operators have done to a stream, the newest first. */
public record RetentionActionList(List<RetentionActionView> actions) {}

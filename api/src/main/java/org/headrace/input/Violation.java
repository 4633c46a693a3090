package org.headrace.input;

/**
 * One thing wrong with what a caller sent.
 *
 * @param field the field's name or path as the caller wrote it, e.g. {@code events[3].type}
 * @param message what is wrong and what would be right
 */
public record Violation(String field, String message) {}

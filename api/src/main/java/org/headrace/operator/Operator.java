package org.headrace.operator;

/**
 * Who acts, and why.
 *
 * @param principal the caller's name
 * @param reason free text, may be empty
 */
public record Operator(String principal, String reason) {}

package org.headrace.sample.loans;

import java.math.BigDecimal;
import java.util.Map;

/**
 * All applications together.
 *
 * @param applications how many
 * @param amountRequested the sum
 * @param events how many events of each type
 */
public record LoanSummary(long applications, BigDecimal amountRequested, Map<String, Long> events) {}

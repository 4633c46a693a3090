/** A checkout: a saga that an event starts, that calls a payment gateway, and that waits to hear of the delivery. */
@NullMarked
package org.headrace.sample.checkout;

import org.jspecify.annotations.NullMarked;

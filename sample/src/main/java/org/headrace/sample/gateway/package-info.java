/** A payment gateway to try the checkout with: it stands for another company's, and shares nothing with the orders. */
@NullMarked
package org.headrace.sample.gateway;

import org.jspecify.annotations.NullMarked;

/** Orders: a saga that reserves goods, authorizes the payment and ships, or undoes what it did. */
@NullMarked
package org.headrace.sample.orders;

import org.jspecify.annotations.NullMarked;

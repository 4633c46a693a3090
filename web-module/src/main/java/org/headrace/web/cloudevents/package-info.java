/**
 * CloudEvents 1.0: how they become events of a stream, and how those are told as CloudEvents. What a CloudEvent says comes
 * back as it was said, its data as the very text.
 */
@NullMarked
package org.headrace.web.cloudevents;

import org.jspecify.annotations.NullMarked;

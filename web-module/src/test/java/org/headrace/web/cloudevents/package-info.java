@NullMarked
package org.headrace.web.cloudevents;

import org.jspecify.annotations.NullMarked;

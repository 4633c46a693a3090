@NullMarked
package org.headrace.web.request;

import org.jspecify.annotations.NullMarked;

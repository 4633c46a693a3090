@NullMarked
package org.headrace.testkit;

import org.jspecify.annotations.NullMarked;

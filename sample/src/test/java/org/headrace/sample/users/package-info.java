@NullMarked
package org.headrace.sample.users;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.headrace.web;

import org.jspecify.annotations.NullMarked;

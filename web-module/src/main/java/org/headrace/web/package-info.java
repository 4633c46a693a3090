/** The edge to HTTP: which classes answer below /api. */
@NullMarked
package org.headrace.web;

import org.jspecify.annotations.NullMarked;

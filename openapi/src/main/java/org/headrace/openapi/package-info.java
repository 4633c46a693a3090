/** Writes the OpenAPI document of a module at its build. No part of what is deployed. */
@NullMarked
package org.headrace.openapi;

import org.jspecify.annotations.NullMarked;

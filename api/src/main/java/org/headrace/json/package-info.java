/** JSON kept as the text it came as: validated once, decoded only when somebody asks. */
@NullMarked
package org.headrace.json;

import org.jspecify.annotations.NullMarked;

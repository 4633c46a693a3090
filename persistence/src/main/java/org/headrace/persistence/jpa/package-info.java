/** What Hibernate needs to take part in the server's transactions. */
@NullMarked
package org.headrace.persistence.jpa;

import org.jspecify.annotations.NullMarked;

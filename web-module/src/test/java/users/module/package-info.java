/** What a user's module brings. */
@NullMarked
package users.module;

import org.jspecify.annotations.NullMarked;

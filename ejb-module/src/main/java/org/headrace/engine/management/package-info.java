/** What a server's own console, or any JMX client, sees of this node and does to it. */
@NullMarked
package org.headrace.engine.management;

import org.jspecify.annotations.NullMarked;

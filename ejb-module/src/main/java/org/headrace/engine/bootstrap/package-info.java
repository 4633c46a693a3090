/** Starts Headrace with the deployment and stops it with the undeployment. */
@NullMarked
package org.headrace.engine.bootstrap;

import org.jspecify.annotations.NullMarked;

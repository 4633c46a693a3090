package org.headrace.it.installation;

import org.headrace.it.Api;
import org.headrace.it.Walkthrough;

/** The walk on somebody's installation. */
class InstallationWalkthroughIT extends Walkthrough {

    @Override
    protected Api api() {
        return Installation.api();
    }
}

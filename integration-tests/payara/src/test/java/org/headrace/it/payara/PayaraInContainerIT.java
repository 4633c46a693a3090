package org.headrace.it.payara;

import org.headrace.it.container.InContainerContract;
import org.headrace.it.container.UsersModules;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** In Payara Server, which takes the EAR. */
@ArquillianTest
class PayaraInContainerIT extends InContainerContract {

    @Deployment
    static EnterpriseArchive application() {
        return UsersModules.inTheEar(PayaraInContainerIT.class);
    }
}

package org.headrace.it.wildfly;

import org.headrace.it.container.InContainerContract;
import org.headrace.it.container.UsersModules;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** In WildFly, which takes the EAR. */
@ArquillianTest
class WildFlyInContainerIT extends InContainerContract {

    @Deployment
    static EnterpriseArchive application() {
        return UsersModules.inTheEar(WildFlyInContainerIT.class);
    }
}

package org.headrace.it.container;

import java.io.File;
import org.headrace.it.server.Places;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** In Payara Micro, which takes the WAR. */
@ArquillianTest
class InContainerIT extends InContainerContract {

    @Deployment
    static WebArchive application() {
        File war = Places.ROOT.resolve("war/target/headrace.war").toFile();
        WebArchive application = ShrinkWrap.create(ZipImporter.class, "headrace.war")
                .importFrom(war)
                .as(WebArchive.class);
        return UsersModules.addTests(application, InContainerIT.class)
                .addAsLibraries(UsersModules.library(), UsersModules.ejbJar());
    }
}

package org.headrace.it.container;

import java.io.File;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.headrace.it.server.Places;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What a user adds to Headrace: projections and sagas in the WAR, in a jar and in an ejb-jar, a persistence unit and its
 * tables.
 */
public final class UsersModules {

    private static final String UNIT =
            """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
              <persistence-unit name="users-own" transaction-type="JTA">
                <provider>org.hibernate.jpa.HibernatePersistenceProvider</provider>
                <jta-data-source>jdbc/headrace</jta-data-source>
                <class>org.headrace.it.container.UsersRow</class>
                <exclude-unlisted-classes>true</exclude-unlisted-classes>
                <properties>
                  <property name="jboss.as.jpa.providerModule" value="application"/>
                  <property name="hibernate.enhancer.enableDirtyTracking" value="false"/>
                  <property name="hibernate.enhancer.enableLazyInitialization" value="false"/>
                </properties>
              </persistence-unit>
            </persistence>
            """;
    private static final String EJB_JAR = "users-ejb.jar";
    private static final String WAR = "headrace-web.war";

    private UsersModules() {}

    /** The EAR as it is delivered, with the user's modules and the tests in it. */
    public static EnterpriseArchive inTheEar(Class<?> test) {
        File file = Places.ROOT.resolve("ear/target/headrace.ear").toFile();
        EnterpriseArchive ear = ShrinkWrap.create(ZipImporter.class, "headrace.ear")
                .importFrom(file)
                .as(EnterpriseArchive.class);
        WebArchive war = ear.getAsType(WebArchive.class, WAR);
        String descriptor = Archives.text(ear, "META-INF/application.xml")
                .replaceFirst("<module>", "<module><ejb>" + EJB_JAR + "</ejb></module><module>");
        ear.delete("META-INF/application.xml");
        ear.delete(WAR);
        return ear.addAsManifestResource(new StringAsset(descriptor), "application.xml")
                .addAsModule(addTests(war, test))
                .addAsModule(ejbJar())
                .addAsLibrary(library());
    }

    static WebArchive addTests(WebArchive war, Class<?> test) {
        return war.addClasses(
                        test,
                        InContainerContract.class,
                        SagasInContainerContract.class,
                        ContainerSql.class,
                        WarProjection.class,
                        WarSaga.class)
                .addAsLibraries(
                        Places.jarOf(Assertions.class), Places.jarOf(Awaitility.class), Places.jarOf(Matcher.class));
    }

    static JavaArchive library() {
        return ShrinkWrap.create(JavaArchive.class, "users-library.jar")
                .addClasses(
                        LibraryProjection.class, UsersRow.class, UsersRows.class, UsersSaga.class, UsersTables.class)
                .addAsResource(UsersTables.CHANGELOG)
                .addAsManifestResource(new StringAsset(UNIT), "persistence.xml")
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
    }

    /** Payara Server takes no ejb-jar without an EJB. */
    static JavaArchive ejbJar() {
        return ShrinkWrap.create(JavaArchive.class, EJB_JAR)
                .addClasses(EjbJarProjection.class, EjbJarSaga.class, UsersEjb.class);
    }
}

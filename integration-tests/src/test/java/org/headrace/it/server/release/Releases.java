package org.headrace.it.server.release;

import java.nio.file.Path;
import org.headrace.it.server.ApplicationServer;
import org.headrace.it.server.Places;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;

/** Two releases of a team's application: Headrace as it is delivered, with a jar of theirs in {@code lib/}. */
public final class Releases {

    private Releases() {}

    public static Path old() {
        return with("old-release", OldDelivery.class, OldRefund.class, OldParcels.class, Notes.class);
    }

    public static Path next() {
        return with("new-release", NewDelivery.class, NewRefund.class, NewParcels.class, Notes.class);
    }

    private static Path with(String name, Class<?>... classes) {
        Path ear = Places.newDirectory(name).resolve(ApplicationServer.DELIVERED.getFileName());
        var jar = ShrinkWrap.create(JavaArchive.class, "parcels.jar")
                .addClasses(classes)
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        ShrinkWrap.create(ZipImporter.class)
                .importFrom(ApplicationServer.DELIVERED.toFile())
                .as(EnterpriseArchive.class)
                .addAsLibrary(jar)
                .as(ZipExporter.class)
                .exportTo(ear.toFile());
        return ear;
    }
}

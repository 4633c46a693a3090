package org.headrace.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds all the server keeps, owned by this process from {@link #own} until it ends, however it
 * ends: the lock is the kernel's.
 */
final class DataDirectory {

    private final Path root;
    // held for the life of the process; never read again
    @SuppressWarnings("unused")
    private final FileLock lock;

    private DataDirectory(Path root, FileLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Makes the directory if need be and takes hold of it.
     *
     * @throws StartupFailure if it cannot be written, or another living process owns it
     */
    static DataDirectory own(Path root) {
        try {
            make(root);
            if (!Files.isDirectory(root) || !Files.isWritable(root)) {
                throw notWritable(root, "no permission", null);
            }
            return lock(root.toRealPath());
        } catch (IOException refused) {
            throw notWritable(root, StartupFailure.reason(refused), refused);
        }
    }

    /** The cluster of the PostgreSQL that comes with the server. */
    Path postgresql() {
        return root.resolve("postgresql");
    }

    /** Unpacked programs and the server's working files: may be deleted while the server is down. */
    Path runtime() {
        return root.resolve("runtime");
    }

    Path logs() throws IOException {
        return Files.createDirectories(root.resolve("logs"));
    }

    private static void make(Path root) throws IOException {
        if (Files.exists(root)) {
            return;
        }
        Files.createDirectories(root.toAbsolutePath().getParent());
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException madeByAnotherStart) {
            // the lock decides between the two
        }
    }

    private static DataDirectory lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve("headrace.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            String owner = read(channel);
            channel.close();
            throw StartupFailure.because("The data directory " + root + " is in use by a running Headrace (process "
                    + (owner.isEmpty() ? "unknown" : owner) + "): stop that one, or set headrace.data-dir to another");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataDirectory(root, lock);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ownedByThisProcess) {
            return null;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
    }

    private static StartupFailure notWritable(Path root, String reason, @Nullable IOException cause) {
        String line = "The data directory " + root + " cannot be written (" + reason
                + "): give this user the right to, or set headrace.data-dir to another";
        return cause == null ? StartupFailure.because(line) : StartupFailure.because(line, cause);
    }
}

package com.ovhi.outreach.simulators.world;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Lines that are only ever added; each has reached the operating system when {@link #append} returns. */
public final class AppendOnlyFile implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private long end;

    private AppendOnlyFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
    }

    /** Where a line lies in its file. */
    public record Position(long offset, int length) {}

    /** Is shown each line that is already in the file. */
    @FunctionalInterface
    public interface LineReader {
        /** Reads one line, given without its line end. */
        void read(Position position, byte[] line);
    }

    /** Opens a file and replays it; a last line that was cut short by a crash is removed. */
    public static AppendOnlyFile open(Path path, LineReader reader) {
        try {
            long end = Files.exists(path) ? replay(path, reader) : 0;
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.truncate(end);
            return new AppendOnlyFile(path, channel, end);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Adds a line. */
    public Position append(byte[] line) {
        return append(List.of(line)).getFirst();
    }

    /** Adds several lines at once, so that a kill leaves all of them or none. */
    public synchronized List<Position> append(List<byte[]> lines) {
        List<Position> positions = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            positions.add(new Position(end + bytes.size(), line.length));
            bytes.writeBytes(line);
            bytes.write('\n');
        }
        write(ByteBuffer.wrap(bytes.toByteArray()));
        return positions;
    }

    /** Reads a line again. */
    public byte[] read(Position position) {
        ByteBuffer buffer = ByteBuffer.allocate(position.length());
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, position.offset() + buffer.position()) < 0) {
                    throw new IOException("Unexpected end of " + path.getFileName());
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long replay(Path path, LineReader reader) throws IOException {
        long offset = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    reader.read(new Position(offset, line.size()), line.toByteArray());
                    offset += line.size() + 1;
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        }
        return offset;
    }
}

package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Starts a database, tells its process id and waits to be killed. */
final class MariaDbProgram {

    private MariaDbProgram() {}

    public static void main(String[] arguments) throws IOException {
        var database = EmbeddedMariaDb.start(Path.of(arguments[0]), Path.of(arguments[1]), 0);
        System.out.println(database.pid());
        System.in.read();
    }
}

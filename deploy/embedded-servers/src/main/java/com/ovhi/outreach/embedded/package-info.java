/** Real MariaDB, Kafka and Redis on the loopback interface, for tests and the local runner. */
@NullMarked
package com.ovhi.outreach.embedded;

import org.jspecify.annotations.NullMarked;

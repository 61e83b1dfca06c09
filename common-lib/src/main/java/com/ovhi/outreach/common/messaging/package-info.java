/** Kafka set-up: topics, consumers, dead letters. */
@NullMarked
package com.ovhi.outreach.common.messaging;

import org.jspecify.annotations.NullMarked;

package com.ovhi.outreach.channel.rate;

/**
 * Turns given to those that were turned away. Microseconds.
 *
 * @param first how long the first of them waits
 * @param each how much longer the next one waits
 */
record Line(long first, long each) {}

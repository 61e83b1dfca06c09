package com.ovhi.outreach.channel.rate;

import java.time.Duration;

/**
 * When those come back that were given no token: one after the other, behind those that were turned away before.
 *
 * @param first how long the first of them waits
 * @param each how much longer the next one waits
 */
public record Turns(Duration first, Duration each) {}

/** Simulated patients, who show what the models are worth before any real one does. */
@NullMarked
package com.ovhi.outreach.optimizer.simulation;

import org.jspecify.annotations.NullMarked;

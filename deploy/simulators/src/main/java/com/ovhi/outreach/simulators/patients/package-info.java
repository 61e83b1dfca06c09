/** What simulated patients do with the messages they get. */
@NullMarked
package com.ovhi.outreach.simulators.patients;

import org.jspecify.annotations.NullMarked;

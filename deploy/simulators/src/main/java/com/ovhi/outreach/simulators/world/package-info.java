/** What the simulated world runs on: its clock, its chance, its disk. */
@NullMarked
package com.ovhi.outreach.simulators.world;

import org.jspecify.annotations.NullMarked;

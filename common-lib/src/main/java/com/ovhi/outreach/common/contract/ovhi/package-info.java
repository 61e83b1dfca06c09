/** Events that OVHI core publishes, reduced to the fields the suite may know. */
@NullMarked
package com.ovhi.outreach.common.contract.ovhi;

import org.jspecify.annotations.NullMarked;

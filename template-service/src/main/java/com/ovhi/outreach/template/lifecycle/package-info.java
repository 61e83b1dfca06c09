/** From a draft to what is sent: who wrote, reviewed, approved, published and retired which version. */
@NullMarked
package com.ovhi.outreach.template.lifecycle;

import org.jspecify.annotations.NullMarked;

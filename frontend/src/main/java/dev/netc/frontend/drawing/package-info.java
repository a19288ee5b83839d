/**
 * Pictures of networks.
 *
 * <p>In: networks with the flow of tensors through their authors' code. Out: text of a picture in
 * one of the {@link dev.netc.frontend.drawing.GraphFormat}s. A {@link
 * dev.netc.frontend.drawing.Scene} says what is in a picture: boxes in boxes, and lines between
 * them; each format draws that. For SVG and HTML the layout is ours: layers from the top to the
 * bottom, after Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system
 * structures", 1981. Promise: the same bytes for the same network, whatever is in its names.
 */
@NullMarked
package dev.netc.frontend.drawing;

import org.jspecify.annotations.NullMarked;

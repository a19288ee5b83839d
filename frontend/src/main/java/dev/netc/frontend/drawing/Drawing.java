package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.elaborate.Network;
import dev.netc.frontend.drawing.Scene.Box;
import java.util.ArrayList;
import java.util.List;

/** Draws networks. */
public final class Drawing {
  private Drawing() {}

  /**
   * A picture of networks, as a whole file.
   *
   * @param networks one at least; several are drawn side by side, each in a box
   */
  public static String of(List<Network> networks, DrawingOptions options, GraphFormat format) {
    Scene scene = SceneBuilder.scene(networks, options);
    return switch (format) {
      case SVG -> SvgWriter.file(scene, placed(networks, scene));
      case HTML -> HtmlPage.of(networks, views(networks, scene, options));
      case MERMAID -> MermaidWriter.write(scene);
      case DOT -> DotWriter.write(scene);
    };
  }

  /** The picture drawn to each depth, the shallowest first. */
  private static List<HtmlPage.View> views(
      List<Network> networks, Scene whole, DrawingOptions options) {
    List<HtmlPage.View> views = new ArrayList<>();
    int deepest = SceneBuilder.depth(whole.boxes());
    int shallowest = networks.size() == 1 ? 0 : 1;
    for (int depth = 0; depth < deepest - shallowest; depth++) {
      Scene scene = SceneBuilder.scene(networks, options.withDepth(depth));
      views.add(
          new HtmlPage.View(
              Integer.toString(depth), SvgWriter.element(scene, placed(networks, scene))));
    }
    views.add(new HtmlPage.View("all", SvgWriter.element(whole, placed(networks, whole))));
    return views;
  }

  private static Placed placed(List<Network> networks, Scene scene) {
    Box root =
        new Box(
            -1,
            Flow.Kind.SEQUENCE,
            scene.title(),
            "",
            List.of(),
            1,
            networks.get(0).outline().name(),
            scene.boxes());
    return Layout.of(scene, root);
  }
}

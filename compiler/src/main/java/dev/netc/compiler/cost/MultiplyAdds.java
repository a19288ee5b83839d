package dev.netc.compiler.cost;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Application;
import dev.netc.compiler.ir.Dim;
import java.util.ArrayList;
import java.util.List;

/** The multiply-adds of one forward pass: those of its contractions. */
public final class MultiplyAdds {
  private MultiplyAdds() {}

  /** All of a network's, loss and metrics included. */
  public static Dim of(Network network) {
    return network.applications().stream()
        .filter(application -> application.depth() == 0)
        .map(Application::multiplyAdds)
        .reduce(Dim.ZERO, Dim::plus);
  }

  /** The applications that multiply, but for those that only do so within others of the list. */
  public static List<Application> innermost(Network network) {
    List<Application> innermost = new ArrayList<>();
    List<Application> all = network.applications();
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).multiplyAdds().is(0) && !contains(all, i)) {
        innermost.add(all.get(i));
      }
    }
    return innermost;
  }

  /** Whether an application within the one at a position multiplies. */
  private static boolean contains(List<Application> all, int position) {
    int depth = all.get(position).depth();
    for (int i = position + 1; i < all.size() && all.get(i).depth() > depth; i++) {
      if (!all.get(i).multiplyAdds().is(0)) {
        return true;
      }
    }
    return false;
  }
}

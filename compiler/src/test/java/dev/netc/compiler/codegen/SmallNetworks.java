package dev.netc.compiler.codegen;

import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.ArgReduce;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Elementwise;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.GraphBuilder;
import dev.netc.compiler.ir.Move;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Shape;
import dev.netc.compiler.ir.TensorType;
import dev.netc.compiler.ir.Value;
import java.util.List;
import java.util.Optional;

/** Networks such as a front end would make, made by hand. */
final class SmallNetworks {
  private static final Dim N = Dim.free("N");

  private SmallNetworks() {}

  /**
   * Convolution with padding, relu, max pool with padding, flatten, linear, mean squared error; SGD
   * with a rate of 0.1.
   */
  static Network convolutional() {
    Graph inference = classifier(Optional.empty());
    Graph training = classifier(Optional.of("wanted"));
    return Networks.of(
        inference,
        Optional.of(training),
        Optional.of(training),
        Optional.of(sgd(3 * 2 * 9 + 3 + 4 * 75 + 4)));
  }

  private static Graph classifier(Optional<String> target) {
    GraphBuilder b = new GraphBuilder();
    Value image = b.input(Op.Role.INPUT, "image", type(N, 2, 8, 8));
    b.at(named("conv1"));
    Value weight = b.input(Op.Role.PARAMETER, "conv1.weight", type(3, 2, 3, 3));
    Value bias = b.input(Op.Role.PARAMETER, "conv1.bias", type(3));
    Value convolved = convolution(b, image, weight, bias);
    b.at(named("relu"));
    Value rectified =
        b.where(
            b.map(Elementwise.LE, convolved, b.like(convolved, 0)),
            b.like(convolved, 0),
            convolved);
    b.at(named("pool"));
    Value pooled = maxPool(b, rectified);
    b.at(named("fc1"));
    Value flat = b.reshape(pooled, new Shape(List.of(N, Dim.of(75))));
    Value matrix = b.input(Op.Role.PARAMETER, "fc1.weight", type(4, 75));
    Value offset = b.input(Op.Role.PARAMETER, "fc1.bias", type(4));
    Value product =
        b.contract(
            flat, List.of(0, 1), b.transpose(matrix, List.of(1, 0)), List.of(1, 2), List.of(0, 2));
    Value scores = b.add(product, b.broadcastTo(offset, product.shape()));
    Graph.Output output = new Graph.Output(Graph.Result.OUTPUT, "scores", scores);
    if (target.isEmpty()) {
      return b.build(List.of(output));
    }
    b.at(named("loss"));
    Value wanted = b.input(Op.Role.TARGET, target.get(), type(N, 4));
    Value difference = b.sub(scores, wanted);
    Value sum = b.sum(b.mul(difference, difference), List.of(0, 1));
    Value loss = b.div(sum, b.sizeOf(ElementType.FLOAT, N.times(4)));
    return b.build(List.of(output, new Graph.Output(Graph.Result.LOSS, "loss", loss)));
  }

  private static Value convolution(GraphBuilder b, Value x, Value weight, Value bias) {
    Value padded =
        b.pad(x, List.of(0L, 0L, 1L, 1L), List.of(0L, 0L, 1L, 1L), List.of(0L, 0L, 0L, 0L), 0);
    Move.Window window =
        new Move.Window(List.of(2, 3), List.of(3L, 3L), List.of(1L, 1L), List.of(1L, 1L));
    Value sum =
        b.contract(
            b.window(padded, window),
            List.of(0, 1, 2, 3, 4, 5),
            weight,
            List.of(6, 1, 4, 5),
            List.of(0, 6, 2, 3));
    return b.add(sum, b.broadcastTo(b.reshape(bias, Shape.of(3, 1, 1)), sum.shape()));
  }

  /** Windows of 2 × 2 with stride 2 over a border of one: 8 × 8 becomes 5 × 5. */
  private static Value maxPool(GraphBuilder b, Value x) {
    Value padded =
        b.pad(
            x,
            List.of(0L, 0L, 1L, 1L),
            List.of(0L, 0L, 1L, 1L),
            List.of(0L, 0L, 0L, 0L),
            Double.NEGATIVE_INFINITY);
    Move.Window window =
        new Move.Window(List.of(2, 3), List.of(2L, 2L), List.of(2L, 2L), List.of(1L, 1L));
    Value windows = b.window(padded, window);
    List<Dim> dims = windows.shape().dims();
    Value each =
        b.reshape(
            windows,
            new Shape(List.of(dims.get(0), dims.get(1), dims.get(2), dims.get(3), Dim.of(4))));
    Value at = b.argReduce(ArgReduce.Kind.ARGMAX, each, 4);
    Shape one = new Shape(List.of(dims.get(0), dims.get(1), dims.get(2), dims.get(3), Dim.ONE));
    return b.reshape(b.gather(each, b.reshape(at, one), 4), at.shape());
  }

  /** So many linear layers of 4 with tanh between, mean squared error, SGD. */
  static Network deep(int layers) {
    Graph training = deepGraph(layers, Optional.of("wanted"));
    return Networks.of(
        deepGraph(layers, Optional.empty()),
        Optional.of(training),
        Optional.of(training),
        Optional.of(sgd(20L * layers)));
  }

  private static Graph deepGraph(int layers, Optional<String> target) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.input(Op.Role.INPUT, "x", type(N, 4));
    for (int layer = 0; layer < layers; layer++) {
      String name = "layer" + layer;
      b.at(named(name));
      Value weight = b.input(Op.Role.PARAMETER, name + ".weight", type(4, 4));
      Value bias = b.input(Op.Role.PARAMETER, name + ".bias", type(4));
      Value product = b.contract(x, List.of(0, 1), weight, List.of(2, 1), List.of(0, 2));
      x = b.map(Elementwise.TANH, b.add(product, b.broadcastTo(bias, product.shape())));
    }
    Graph.Output output = new Graph.Output(Graph.Result.OUTPUT, "y", x);
    if (target.isEmpty()) {
      return b.build(List.of(output));
    }
    Value difference = b.sub(x, b.input(Op.Role.TARGET, target.get(), type(N, 4)));
    Value loss = b.sum(b.mul(difference, difference), List.of(0, 1));
    return b.build(List.of(output, new Graph.Output(Graph.Result.LOSS, "loss", loss)));
  }

  private static Network.Optimizer sgd(long elements) {
    GraphBuilder b = new GraphBuilder();
    TensorType flat = new TensorType(ElementType.FLOAT, Shape.of(elements));
    Value p = b.input(Op.Role.PARAMETER, "p", flat);
    Value g = b.input(Op.Role.GRADIENT, "p", flat);
    Value lr = b.input(Op.Role.HYPERPARAMETER, "lr", TensorType.scalar(ElementType.FLOAT));
    Value next = b.sub(p, b.mul(b.broadcastTo(lr, flat.shape()), g));
    return new Network.Optimizer(
        "SGD",
        List.of(new Network.Hyperparameter("lr", 0.1)),
        List.of(new Network.Part("p", 0, flat)),
        List.of(),
        b.build(List.of(new Graph.Output(Graph.Result.PARAMETER, "p", next))),
        List.of(),
        Optional.empty());
  }

  static Value.Origin named(String name) {
    return new Value.Origin(name, Optional.empty());
  }

  private static TensorType type(long... sizes) {
    return new TensorType(ElementType.FLOAT, Shape.of(sizes));
  }

  private static TensorType type(Dim first, long... sizes) {
    List<Dim> dims = new java.util.ArrayList<>(List.of(first));
    for (long size : sizes) {
      dims.add(Dim.of(size));
    }
    return new TensorType(ElementType.FLOAT, new Shape(dims));
  }
}

package dev.netc.benchmarks.pytorch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A network of libtorch's C++ API: modules in the order of their parameters, and a forward pass. */
final class TorchNetwork {
  private final List<Module> modules = new ArrayList<>();

  /** What the tensors of {@link #parameters()} are part of. */
  private final List<TensorVector> vectors = new ArrayList<>();

  private UnaryOperator<Tensor> forward = UnaryOperator.identity();

  /** Adds a module; the garbage collector must not free what libtorch still uses, so it is kept. */
  <M extends Module> M add(M module) {
    modules.add(module);
    return module;
  }

  void forward(UnaryOperator<Tensor> newForward) {
    this.forward = newForward;
  }

  /** The parameters in the order of the modules. */
  List<Tensor> parameters() {
    List<Tensor> all = new ArrayList<>();
    for (Module module : modules) {
      TensorVector some = module.parameters();
      // Its elements go with it when the garbage collector frees it.
      vectors.add(some);
      for (long i = 0; i < some.size(); i++) {
        all.add(some.get(i));
      }
    }
    return all;
  }

  TensorVector parameterVector() {
    TensorVector vector = new TensorVector();
    parameters().forEach(vector::push_back);
    return vector;
  }

  /** Switches between training and inference. */
  void train(boolean on) {
    modules.forEach(module -> module.train(on));
  }

  static void setThreads(int threads) {
    torch.set_num_threads(threads);
    openblas_nolapack.blas_set_num_threads(threads);
  }

  /** A step of training; returns the loss before it. */
  float step(Optimizer optimizer, Tensor x, Tensor y, TorchLoss loss) {
    try (PointerScope scope = new PointerScope()) {
      optimizer.zero_grad();
      Tensor value = loss.of(forward.apply(x), y);
      value.backward();
      optimizer.step();
      return value.item_float();
    }
  }

  /** Infers and returns nothing, as the result stays in libtorch's memory. */
  void infer(Tensor x) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      forward.apply(x);
    }
  }

  /** The outputs of an inference. */
  float[] output(Tensor x) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor out = forward.apply(x).contiguous();
      float[] values = new float[(int) out.numel()];
      out.data_ptr_float().get(values);
      return values;
    }
  }

  /** A loss of libtorch. */
  interface TorchLoss {
    Tensor of(Tensor output, Tensor target);
  }
}

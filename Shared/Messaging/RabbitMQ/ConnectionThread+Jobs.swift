import Synchronization

extension ConnectionThread {
    /// Runs a part of a task that prefers this thread, within its turns; elsewhere while there is no connection.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let (accepted, rouse) = shared.withLock { shared in
            guard shared.takesJobs else { return (false, false) }
            shared.jobs.append(job)
            return (true, shared.rouse())
        }
        if !accepted { return globalConcurrentExecutor.enqueue(job) }
        if rouse { wake.signal() }
    }

    /// Without a connection this thread may wait long inside a call: tasks go on elsewhere.
    func passOnJobs() {
        let jobs = shared.withLock { shared in
            shared.takesJobs = false
            defer { shared.jobs = [] }
            return shared.jobs
        }
        for job in jobs { globalConcurrentExecutor.enqueue(job) }
    }
}

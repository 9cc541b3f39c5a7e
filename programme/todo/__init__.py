"""What waits for whom (今日待办): one small function for each kind of task, all of them listed in `tasks.SOURCES`."""
